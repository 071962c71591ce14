package io.weir.gateway.remote;

import io.weir.gateway.config.Document;
import io.weir.gateway.config.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps documents from afar away from what only the local file may say: who the gateway is, where its data and its page are,
 * how it is controlled, and files outside the folder of the configuration file, where secrets lie. Saying the same as the
 * file is allowed.
 */
final class Guard {

    private static final List<String> PROTECTED =
            List.of("/gateway/id", "/gateway/data-dir", "/gateway/dashboard/listen", "/control");

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
        return problems;
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
