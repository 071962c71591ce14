package io.weir.pipeline.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Percentiles by DDSketch (Masson, Rim, Lee, VLDB 2019): a percentile is within 1 % of the value that has this rank,
 * whatever the values. At most 2,048 bins each for positive and negative values, which is 17 powers of ten; beyond that the
 * values nearest to zero share one.
 */
final class Sketch implements Part {

    static final double ACCURACY = 0.01;
    private static final int MAX_BINS = 2_048;

    private DDSketch sketch = empty();

    private static DDSketch empty() {
        return DDSketches.logarithmicCollapsingLowestDense(ACCURACY, MAX_BINS);
    }

    @Override
    public void clear() {
        if (!sketch.isEmpty()) {
            sketch.clear();
        }
    }

    @Override
    public void add(double value, long timeMillis) {
        double most = sketch.getIndexMapping().maxIndexableValue();
        sketch.accept(Math.max(-most, Math.min(most, value)));
    }

    @Override
    public void merge(Part other) {
        if (!((Sketch) other).sketch.isEmpty()) {
            sketch.mergeWith(((Sketch) other).sketch);
        }
    }

    /** The value with this rank, 0 to 1; NaN when there is none. */
    double quantile(double rank) {
        return sketch.isEmpty() ? Double.NaN : sketch.getValueAtQuantile(rank);
    }

    @Override
    public void snapshot(BinaryWriter out) {
        GrowingByteArrayOutput bytes = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            sketch.encode(bytes, true);
        } catch (IOException e) {
            throw new UncheckedIOException("a sketch in memory cannot be written", e);
        }
        out.blob(ByteBuffer.wrap(bytes.backingArray(), 0, bytes.numWrittenBytes()));
    }

    @Override
    public void restore(BinaryReader in) {
        ByteBuffer blob = in.blob();
        byte[] bytes = new byte[blob.remaining()];
        blob.get(bytes);
        sketch = empty();
        try {
            sketch.decodeAndMergeWith(ByteArrayInput.wrap(bytes));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedBytesException("no sketch of percentiles: " + e.getMessage());
        }
    }
}
