package io.weir.gateway.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 from the parser's events: that keeps every place, leaves words untyped ({@code no} stays {@code no}), and
 * lets depth be limited before the stack is. One instance reads one text.
 */
final class YamlReader {

    private final Consumer<Problem> problems;
    private final Iterator<Event> events;
    private final Map<String, Node> anchors = new HashMap<>();

    private YamlReader(String text, Consumer<Problem> problems) {
        this.problems = problems;
        LoadSettings settings = LoadSettings.builder()
                .setLabel("configuration")
                .setCodePointLimit((int) Limits.FILE.bytes())
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    static Node read(String text, Consumer<Problem> problems) throws UnreadableException {
        try {
            return new YamlReader(text, problems).stream();
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().map(mark -> place(mark, 1)).orElse(Place.NONE);
            throw new UnreadableException("syntax", "this is no YAML: " + e.getProblem(), place);
        } catch (ReaderException e) {
            String character = String.format("U+%04X", e.getCodePoint());
            throw new UnreadableException("syntax", "the character " + character + " is not allowed", Place.NONE);
        } catch (YamlEngineException e) {
            throw new UnreadableException("syntax", "this is no YAML: " + e.getMessage(), Place.NONE);
        }
    }

    private Node stream() throws UnreadableException {
        events.next();
        Event event = events.next();
        if (event.getEventId() == Event.ID.StreamEnd) {
            return new Node.Section(Place.NONE, List.of());
        }
        Node root = node(events.next(), 1);
        events.next();
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw new UnreadableException("syntax", "a second document begins here; a file holds one", place(after));
        }
        return root;
    }

    private Node node(Event event, int depth) throws UnreadableException {
        if (depth > Limits.DEPTH) {
            throw new UnreadableException("depth", "nested deeper than " + Limits.DEPTH + " levels", place(event));
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        Node node;
        if (event instanceof MappingStartEvent start) {
            refuseTag(start.getTag(), event);
            node = section(event, depth);
        } else if (event instanceof SequenceStartEvent start) {
            refuseTag(start.getTag(), event);
            node = items(event, depth);
        } else {
            ScalarEvent scalar = (ScalarEvent) event;
            refuseTag(scalar.getTag(), event);
            node = word(scalar);
        }
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
        return node;
    }

    // An anchor is known only once its node is complete, so that no node can contain itself.
    private Node aliased(AliasEvent alias) throws UnreadableException {
        String name = alias.getAlias().getValue();
        Node target = anchors.get(name);
        if (target == null) {
            throw new UnreadableException("syntax", "no anchor &" + name + " was completed before", place(alias));
        }
        return target;
    }

    private Node section(Event start, int depth) throws UnreadableException {
        List<Node.Entry> entries = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Place place = place(event);
            if (!(event instanceof ScalarEvent key)) {
                throw new UnreadableException("syntax", "a key must be a single word", place);
            }
            String name = key.getValue();
            Node value = node(events.next(), depth + 1);
            if (name.length() > Limits.NAME_CHARACTERS) {
                throw new UnreadableException("range", "a key of " + name.length() + " characters", place);
            }
            Place first = seen.putIfAbsent(name, place);
            if (first == null) {
                entries.add(new Node.Entry(name, place, value));
            } else {
                problems.accept(Duplicates.problem(name, first, place));
            }
        }
        return new Node.Section(place(start), entries);
    }

    private Node items(Event start, int depth) throws UnreadableException {
        List<Node> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new Node.Items(place(start), items);
    }

    private static Node word(ScalarEvent scalar) throws UnreadableException {
        String text = scalar.getValue();
        if (text.length() > Limits.WORD_CHARACTERS) {
            throw new UnreadableException(
                    "range",
                    "a text of " + text.length() + " characters; at most " + Limits.WORD_CHARACTERS,
                    place(scalar));
        }
        boolean empty = scalar.isPlain() && List.of("", "~", "null").contains(text);
        return empty ? new Node.Empty(place(scalar)) : new Node.Word(place(scalar), text);
    }

    private static void refuseTag(Optional<String> tag, Event event) throws UnreadableException {
        if (tag.isPresent()) {
            throw new UnreadableException("syntax", "tags such as " + tag.get() + " are not used here", place(event));
        }
    }

    private static Place place(Event event) {
        Optional<Mark> start = event.getStartMark();
        if (start.isEmpty()) {
            return Place.NONE;
        }
        boolean oneLine = event instanceof ScalarEvent
                && event.getEndMark().map(Mark::getLine).orElse(-1)
                        == start.get().getLine();
        int end = event.getEndMark().map(Mark::getColumn).orElse(0);
        return place(start.get(), oneLine ? Math.max(1, end - start.get().getColumn()) : 1);
    }

    private static Place place(Mark mark, int length) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1, length);
    }
}
