package io.weir.gateway;

import io.weir.device.AdapterProvider;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Shape;
import io.weir.gateway.config.Components;
import io.weir.gateway.decode.DecodeSections;
import io.weir.gateway.decode.Decoders;
import io.weir.uplink.SinkProvider;
import io.weir.uplink.UplinkConfig;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The types of adapters and uplinks that are on the class path. Immutable. */
public record Catalog(Map<String, AdapterProvider> adapters, Map<String, SinkProvider> sinks) {

    /** Looks them up. */
    public static Catalog load() {
        Map<String, AdapterProvider> adapters = new TreeMap<>();
        ServiceLoader.load(AdapterProvider.class).forEach(provider -> adapters.put(provider.type(), provider));
        Map<String, SinkProvider> sinks = new TreeMap<>();
        ServiceLoader.load(SinkProvider.class).forEach(provider -> sinks.put(provider.type(), provider));
        return new Catalog(Collections.unmodifiableMap(adapters), Collections.unmodifiableMap(sinks));
    }

    /** What a configuration may say. */
    public Components components() {
        Shape decode = Decoders.shape();
        Map<String, Components.Kind> adapterKinds = new TreeMap<>();
        adapters.forEach((type, provider) -> adapterKinds.put(type, kind(provider, decode)));
        Map<String, Components.Kind> uplinkKinds = new TreeMap<>();
        sinks.forEach((type, provider) ->
                uplinkKinds.put(type, new Components.Kind(UplinkConfig.shape(provider), provider::check)));
        return new Components(adapterKinds, uplinkKinds);
    }

    private static Components.Kind kind(AdapterProvider provider, Shape decode) {
        ObjectShape shape = provider.shape(decode);
        DecodeSections decodeSections = new DecodeSections(decode);
        return new Components.Kind(shape, (settings, problems) -> {
            provider.check(settings, problems);
            decodeSections.check(shape, settings, problems);
        });
    }

    AdapterProvider adapter(String type) {
        return known(adapters, type);
    }

    SinkProvider sink(String type) {
        return known(sinks, type);
    }

    private static <T> T known(Map<String, T> all, String type) {
        T provider = all.get(type);
        if (provider == null) {
            throw new IllegalStateException("no provider of type " + type + " although the configuration was checked");
        }
        return provider;
    }
}
