package io.weir.pipeline.transform;

import io.weir.device.config.Guess;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The units that can be converted: those of SenML (RFC 8428, section 12.1), its secondary ones (RFC 8798), and of UCUM what sensors use.
 * Codes are case-sensitive, as there: {@code S} is siemens, {@code s} is seconds. Where both have a code, both are known. Base units are those
 * of the SI; factors are exact where the definition is.
 */
final class Units {

    /** What people write for a unit that has another code. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("°C", "Cel"),
            Map.entry("degC", "Cel"),
            Map.entry("celsius", "Cel"),
            Map.entry("°F", "[degF]"),
            Map.entry("F", "[degF]"),
            Map.entry("degF", "[degF]"),
            Map.entry("°", "deg"),
            Map.entry("psi", "[psi]"),
            Map.entry("mmHg", "mm[Hg]"),
            Map.entry("ft", "[ft_i]"),
            Map.entry("in", "[in_i]"),
            Map.entry("mph", "[mi_i]/h"),
            Map.entry("Ohms", "Ohm"),
            Map.entry("Ω", "Ohm"),
            Map.entry("sec", "s"),
            Map.entry("hr", "h"),
            Map.entry("rpm", "1/min"),
            Map.entry("percent", "%"));

    private static final Map<String, Unit> BY_CODE = table();

    private Units() {}

    static Optional<Unit> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** The code that was probably meant, or the empty text. */
    static String guess(String unknown) {
        String meant = MEANT.get(unknown);
        return meant != null ? meant : Guess.nearest(unknown, BY_CODE.keySet());
    }

    /** All codes of a dimension, for messages. */
    static String codes(String dimension) {
        return String.join(
                ", ",
                BY_CODE.values().stream()
                        .filter(unit -> unit.dimension().equals(dimension))
                        .map(Unit::code)
                        .toList());
    }

    /** One line per dimension: {@code code factor [offset]}, separated by commas; a code may stand for several: {@code l|L}. */
    private static Map<String, Unit> table() {
        Map<String, Unit> units = new TreeMap<>();
        add(units, "temperature", "K 1, Cel 1 273.15, [degF] 0.5555555555555556 255.3722222222222");
        add(units, "length", "m 1, mm 1e-3, cm 1e-2, km 1e3, um 1e-6, [in_i] 0.0254, [ft_i] 0.3048, [mi_i] 1609.344");
        add(units, "area", "m2 1, cm2 1e-4, mm2 1e-6, km2 1e6, har 1e4");
        add(units, "volume", "m3 1, l|L 1e-3, ml|mL 1e-6, cm3 1e-6, hl|hL 0.1, [gal_us] 0.003785411784");
        add(units, "mass", "kg 1, g 1e-3, mg 1e-6, ug 1e-9, t 1e3, [lb_av] 0.45359237");
        add(units, "time", "s 1, ms 1e-3, us 1e-6, min 60, h 3600, d 86400");
        add(units, "frequency", "Hz|1/s|/s 1, kHz 1e3, MHz 1e6, GHz 1e9, 1/min|/min|beat/min 0.016666666666666666");
        add(
                units,
                "pressure",
                "Pa 1, hPa|mbar 100, kPa 1e3, MPa 1e6, bar 1e5, atm 101325, [psi] 6894.757293168362, mm[Hg] 133.322");
        add(
                units,
                "speed",
                "m/s 1, mm/s 1e-3, km/h 0.2777777777777778, mm/h 2.7777777777777776e-7, m/h 2.777777777777778e-4, [mi_i]/h 0.44704");
        add(units, "acceleration", "m/s2 1, [g] 9.80665");
        add(units, "angle", "rad 1, deg 0.017453292519943295");
        add(
                units,
                "flow",
                "m3/s 1, l/s|L/s 1e-3, l/min|L/min 1.6666666666666667e-5, l/h|L/h 2.7777777777777776e-7, m3/h 2.777777777777778e-4");
        add(units, "voltage", "V 1, mV 1e-3, uV 1e-6, kV 1e3");
        add(units, "current", "A 1, mA 1e-3, uA 1e-6, kA 1e3");
        add(units, "power", "W 1, mW 1e-3, kW 1e3, MW 1e6");
        add(units, "apparent power", "VA 1, kVA 1e3");
        add(units, "reactive power", "var 1, kvar 1e3");
        add(units, "energy", "J 1, kJ 1e3, MJ 1e6, W.h|Wh 3600, kW.h|kWh 3.6e6, MW.h|MWh 3.6e9, cal 4.184, kcal 4184");
        add(units, "apparent energy", "VAs 1, kVAh 3.6e6");
        add(units, "reactive energy", "vars 1, varh 3600, kvarh 3.6e6");
        add(units, "charge", "C 1, Ah|A.h 3600, mAh 3.6");
        add(units, "resistance", "Ohm 1, mOhm 1e-3, kOhm 1e3, MOhm 1e6");
        add(units, "conductivity", "S/m 1, mS/cm 0.1, uS/cm 1e-4");
        add(units, "force", "N 1, kN 1e3");
        add(units, "ratio", "/|1 1, %|/100 1e-2, /1000 1e-3, ppm|[ppm] 1e-6, ppb|[ppb] 1e-9");
        add(units, "relative humidity", "%RH 1");
        add(units, "density", "kg/m3|g/l|g/L 1, g/m3|mg/l|mg/L 1e-3, mg/m3|ug/l 1e-6, ug/m3 1e-9");
        add(units, "irradiance", "W/m2 1, kW/m2 1e3");
        add(units, "illuminance", "lx 1, klx 1e3");
        add(units, "data", "bit 1, B|By 8, KiB|KiBy 8192, MiB|MiBy 8388608, kB 8e3, MB 8e6, GB 8e9");
        add(units, "data rate", "bit/s 1, kbit/s 1e3, Mbit/s 1e6, B/s 8, kB/s 8e3, MB/s 8e6");
        return Collections.unmodifiableMap(units);
    }

    private static void add(Map<String, Unit> units, String dimension, String line) {
        for (String item : line.split(", ")) {
            String[] words = item.split(" ");
            double offset = words.length > 2 ? Double.parseDouble(words[2]) : 0;
            // "/|1" is two codes, "/100" is one: only the bar divides.
            for (String code : words[0].split("\\|")) {
                Unit before = units.put(code, new Unit(code, dimension, Double.parseDouble(words[1]), offset));
                if (before != null) {
                    throw new IllegalStateException("the unit " + code + " stands in the table twice");
                }
            }
        }
    }
}
