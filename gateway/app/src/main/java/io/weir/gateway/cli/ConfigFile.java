package io.weir.gateway.cli;

import io.weir.gateway.Catalog;
import io.weir.gateway.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the configuration that a command names. */
final class ConfigFile {

    private ConfigFile() {}

    static ConfigReader reader(Catalog catalog) {
        return new ConfigReader(catalog.components(), System.getenv());
    }

    static ConfigReader.Result read(Path file, Catalog catalog) throws IOException {
        return reader(catalog).read(file);
    }
}
