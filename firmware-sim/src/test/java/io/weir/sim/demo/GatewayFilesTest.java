package io.weir.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.fleet.Protocol;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class GatewayFilesTest {
    @TempDir
    Path folder;

    @Test
    void writesAConfigurationForEveryDeviceOfTheDemo() throws Exception {
        GatewayFiles files = new GatewayFiles(folder, new Ports(1, 2, 3));
        files.writeDemo(new InetSocketAddress(9000), DemoFleet.devices(), Demo.RULE);

        Map<?, ?> yaml =
                (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(files.config()));

        assertThat(yaml.keySet().toString()).isEqualTo("[gateway, adapters, pipelines, uplinks]");
        String text = Files.readString(files.config());
        for (DeviceSpec device : DemoFleet.devices()) {
            String mention = device.protocol() == Protocol.GPIO
                    ? device.metric() + ": {pin: " + device.pin()
                    : "{device}/" + device.metric() + "\n";
            assertThat(text).contains(mention);
        }
        assertThat(text).contains("size: 2000ms, every: 500ms");
    }

    @Test
    void theDemoHasAtLeastTwentyDevicesOnAllThreeProtocols() {
        List<DeviceSpec> devices = DemoFleet.devices();

        assertThat(devices).hasSizeGreaterThanOrEqualTo(20);
        assertThat(devices.stream().map(DeviceSpec::protocol).distinct())
                .contains(Protocol.MQTT_3, Protocol.MQTT_5, Protocol.COAP, Protocol.GPIO);
    }

    @Test
    void findsTheGatewayInTheBuildTreeAndInThePackage() throws Exception {
        Path target = Files.createDirectories(folder.resolve("firmware-sim/target"));
        Path built =
                Files.createDirectories(folder.resolve("gateway/app/target")).resolve("weir.jar");
        Files.createFile(built);
        assertThat(GatewayJar.find(target.resolve("weir-sim.jar"))).isEqualTo(built);
        assertThat(GatewayJar.find(target.resolve("classes"))).isEqualTo(built);

        Path packaged = Files.createFile(target.resolve("weir.jar"));
        assertThat(GatewayJar.find(target.resolve("weir-sim.jar"))).isEqualTo(packaged);
    }

    @Test
    void saysWhereItLookedForTheGateway() {
        assertThatThrownBy(() -> GatewayJar.find(folder.resolve("weir-sim.jar")))
                .hasMessageContaining("no weir.jar at " + folder.resolve("weir.jar"))
                .hasMessageContaining("--gateway JAR");
    }
}
