package io.weir.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.weir.device.UndecodableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Jackson's streaming parsers within the bounds of a payload, their failures told in our words. Any thread. */
final class Parsing {

    /** What is done with an open parser. */
    interface Work<T> {
        List<T> with(JsonParser parser) throws IOException, UndecodableException;
    }

    static final int MAX_DEPTH = 32;
    static final int MAX_TEXT = 64 * 1024;
    static final int MAX_READINGS = 10_000;

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxStringLength(MAX_TEXT)
            .maxNameLength(1_000)
            .maxNumberLength(100)
            .build();

    // Interned names would outlive their message, and strangers choose them; Jackson's own table of names is bounded.
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(BOUNDS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    static final JsonFactory CBOR = CBORFactory.builder()
            .streamReadConstraints(BOUNDS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private Parsing() {}

    /** Parses one document, behind which nothing may follow. {@code form} names it in messages. */
    static <T> List<T> parse(JsonFactory factory, String form, ByteBuffer payload, Work<T> work)
            throws UndecodableException {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        if (bytes.length == 0) {
            throw new UndecodableException("the payload is empty");
        }
        try (JsonParser parser = factory.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new UndecodableException("the payload holds no " + form + ": " + Excerpt.around(bytes, 0));
            }
            List<T> result = work.with(parser);
            if (parser.nextToken() != null) {
                throw new UndecodableException("something follows the " + form + " document at byte "
                        + parser.currentTokenLocation().getByteOffset());
            }
            return result;
        } catch (StreamConstraintsException e) {
            throw new UndecodableException("the " + form + " is beyond the bounds: depth " + MAX_DEPTH + ", texts "
                    + MAX_TEXT + " characters, numbers 100 digits");
        } catch (JsonProcessingException e) {
            long place = e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
            throw new UndecodableException("not " + form + " at byte " + place + ": " + Excerpt.around(bytes, place));
        } catch (IOException e) {
            throw new UndecodableException("not " + form + ": " + Excerpt.around(bytes, 0));
        }
    }
}
