package io.weir.gateway.remote;

import io.weir.gateway.config.Document;
import io.weir.gateway.config.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps documents from afar away from what only the local file may say: who the gateway is, where its data and its page are,
 * how it is controlled, files outside the folder of the configuration file, where secrets lie, and where else on the disk
 * something is written. Saying the same as the file is allowed.
 *
 * <p>A sink of the type {@code file} may write below the data directory, though not into what the gateway itself keeps
 * there, and in or below any folder that the file names as the path of such a sink. Nothing of this follows a link: who can
 * make one there has the machine already.
 */
final class Guard {

    private static final List<String> PROTECTED =
            List.of("/gateway/id", "/gateway/data-dir", "/gateway/dashboard/listen", "/control");

    /** What the gateway keeps in its data directory. */
    private static final Set<Path> OWN = Set.of(Path.of("buffer"), Path.of("control"), Path.of("dead-letter"));

    private static final String OWN_WORDS = "its folders buffer, control and dead-letter";

    private final Path secrets;

    Guard(Path secrets) {
        this.secrets = secrets.toAbsolutePath().normalize();
    }

    List<Problem> problems(Document file, Document layer, Document merged) {
        List<Problem> problems = new ArrayList<>();
        for (String pointer : PROTECTED) {
            if (!Objects.equals(at(file.tree(), pointer), at(merged.tree(), pointer))) {
                String path = pointer.substring(1).replace('/', '.');
                problems.add(Problem.at(
                        path, pointer, "protected", "`" + path + "` can only be changed in the gateway's own file"));
            }
        }
        checkFiles(layer.tree(), "", "", problems);
        checkFolders(file, merged, problems);
        return problems;
    }

    private static void checkFolders(Document file, Document merged, List<Problem> problems) {
        Set<Path> allowed = new HashSet<>(fileSinks(file).values());
        Optional<Path> data =
                at(file.tree(), "/gateway/data-dir") instanceof String text ? path(text) : Optional.empty();
        fileSinks(merged).forEach((name, folder) -> {
            boolean own = data.isPresent() && isBelow(data.get(), folder);
            if (!own && allowed.stream().noneMatch(folder::startsWith)) {
                problems.add(
                        Problem.at(
                                "uplinks." + name + ".path",
                                "/uplinks/" + escaped(name) + "/path",
                                "protected",
                                "a document may only have files written below the data directory, outside of "
                                        + OWN_WORDS
                                        + ", or in or below a folder that the gateway's own file names as the path of a file sink"));
            }
        });
    }

    private static boolean isBelow(Path data, Path folder) {
        return folder.startsWith(data)
                && !folder.equals(data)
                && !OWN.contains(data.relativize(folder).getName(0));
    }

    /** The folders of all sinks of the type {@code file}, by name, as {@code FileSink} finds them: from the working directory. */
    private static Map<String, Path> fileSinks(Document document) {
        Map<String, Path> folders = new TreeMap<>();
        if (at(document.tree(), "/uplinks") instanceof Map<?, ?> uplinks) {
            uplinks.forEach((name, uplink) -> {
                if (uplink instanceof Map<?, ?> own
                        && "file".equals(own.get("type"))
                        && own.get("path") instanceof String text) {
                    path(text).ifPresent(path -> folders.put(String.valueOf(name), path));
                }
            });
        }
        return folders;
    }

    /** Nothing for what can be no path: then it is no folder either. */
    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Object at(Map<?, ?> tree, String pointer) {
        Object found = tree;
        for (String name : pointer.substring(1).split("/")) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }

    private void checkFiles(@Nullable Object value, String path, String pointer, List<Problem> problems) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("file") instanceof String name && !isInside(name)) {
                problems.add(Problem.at(
                        path,
                        pointer,
                        "protected",
                        "a document may only refer to files in the folder of the configuration file"));
            }
            map.forEach((key, inner) -> checkFiles(
                    inner,
                    path.isEmpty() ? key.toString() : path + "." + key,
                    pointer + "/" + escaped(key.toString()),
                    problems));
        } else if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                checkFiles(items.get(i), path + "[" + i + "]", pointer + "/" + i, problems);
            }
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private boolean isInside(String name) {
        try {
            Path file = secrets.resolve(name).normalize();
            return !Path.of(name).isAbsolute() && file.startsWith(secrets) && !file.equals(secrets);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
