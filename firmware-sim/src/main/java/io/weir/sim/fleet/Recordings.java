package io.weir.sim.fleet;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Recorded series: CSV files with a header line and the value in the last column. */
public final class Recordings {
    /** The one that ships inside: a machine's temperature sensor from the Numenta Anomaly Benchmark (MIT licence). */
    public static final String MACHINE_TEMPERATURE = "machine-temperature";

    private Recordings() {}

    public static SignalSpec machineTemperature() {
        try {
            return shipped(MACHINE_TEMPERATURE);
        } catch (IOException e) {
            throw new IllegalStateException("the recording is not in this jar", e);
        }
    }

    static SignalSpec shipped(String name) throws IOException {
        try (InputStream in = Recordings.class.getResourceAsStream("/io/weir/sim/recorded/" + name + ".csv")) {
            if (in == null) {
                throw new FileNotFoundException("no recording named " + name + " ships with the simulator");
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), name);
        }
    }

    static SignalSpec file(Path csv) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(csv)) {
            return read(in, csv.toString());
        }
    }

    private static SignalSpec read(BufferedReader in, String name) throws IOException {
        List<Double> values = new ArrayList<>();
        int line = 1;
        in.readLine();
        for (String row = in.readLine(); row != null; row = in.readLine()) {
            line++;
            if (!row.isBlank()) {
                values.add(value(row, name, line));
            }
        }
        if (values.isEmpty()) {
            throw new IOException(name + " has no row below its header");
        }
        return new SignalSpec.Recorded(values);
    }

    private static double value(String row, String name, int line) throws IOException {
        String last = row.substring(row.lastIndexOf(',') + 1).trim();
        try {
            return Double.parseDouble(last);
        } catch (NumberFormatException e) {
            throw new IOException(name + ":" + line + ": the last column is no number: " + last, e);
        }
    }
}
