package io.weir.gateway.decode;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;

/**
 * Finds the {@code decode} sections of an adapter, wherever its shape has put them, and reports what contradicts itself in
 * them. So no adapter has to remember to ask, not even one of a third party. Stateless.
 *
 * @param decode the shape that the adapter was given for such sections
 */
public record DecodeSections(Shape decode) {

    /**
     * Reports the contradictions.
     *
     * @param shape of the adapter
     * @param settings bound to it without a problem
     */
    public void check(ObjectShape shape, Settings settings, Problems problems) {
        inSection(shape, settings, problems);
    }

    private void inSection(Shape shape, Settings section, Problems problems) {
        if (shape.equals(decode)) {
            Decoders.check(section, problems);
        } else if (shape instanceof ObjectShape object) {
            inKeys(object, section, problems);
        } else if (shape instanceof Shape.Typed typed) {
            ObjectShape variant = typed.variants().get(section.text(typed.discriminator()));
            if (variant != null) {
                inKeys(variant, section, problems);
            }
        } else if (shape instanceof Shape.OneKey oneKey) {
            inKeys(oneKey.beside(), section, problems);
            oneKey.kinds().forEach((kind, inner) -> underKey(kind, inner, section, problems));
        } else if (shape instanceof Shape.MapOf map) {
            section.keys().forEach(name -> underKey(name, map.item(), section, problems));
        }
    }

    private void inKeys(ObjectShape shape, Settings section, Problems problems) {
        for (Key key : shape.keys()) {
            underKey(key.name(), key.shape(), section, problems);
        }
    }

    private void underKey(String key, Shape shape, Settings section, Problems problems) {
        if (!section.has(key)) {
            return;
        }
        if (isSection(shape)) {
            inSection(shape, section.section(key), problems);
        } else if (shape instanceof Shape.ListOf list && isSection(list.item())) {
            section.sections(key).forEach(item -> inSection(list.item(), item, problems));
        }
    }

    private static boolean isSection(Shape shape) {
        return shape instanceof ObjectShape
                || shape instanceof Shape.Typed
                || shape instanceof Shape.OneKey
                || shape instanceof Shape.MapOf;
    }
}
