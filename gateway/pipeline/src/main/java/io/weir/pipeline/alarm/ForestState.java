package io.weir.pipeline.alarm;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.state.ExecutionContext;
import com.amazon.randomcutforest.state.RandomCutForestMapper;
import com.amazon.randomcutforest.state.RandomCutForestState;
import com.amazon.randomcutforest.state.sampler.CompactSamplerState;
import com.amazon.randomcutforest.state.store.NodeStoreState;
import com.amazon.randomcutforest.state.store.PointStoreState;
import com.amazon.randomcutforest.state.tree.CompactRandomCutTreeState;
import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A whole forest as bytes: the points, the sample of each tree, and the cuts of each tree. The cuts are needed too: a tree grown
 * anew from its sample would be as good, but another one, and score otherwise.
 *
 * <pre>
 * forest  i32 CRC-32C of the rest, varint length of the rest, varint updates, points, trees x (sample, tree)
 * points  varint freeFrom, varint storeCapacity, varint indexCapacity, varint next, f64s shingle,
 *         bytes data, i32s references, i32s locations, i32s duplicates
 * sample  varint size, varint decayUpdate, varint newest, i64 seed, i32s weights (as float bits), i32s points
 * tree    zigzag root, i64 seed, varint size, flag cuts, when cuts: i32s left, i32s right, i32s dimensions, bytes values
 * i32s    varint n | n x i32      f64s   varint n | n x f64      bytes   varint n | n x u8
 * </pre>
 */
final class ForestState {

    private ForestState() {}

    static void save(RandomCutForest forest, BinaryWriter out) {
        RandomCutForestState state = mapper().toState(forest);
        BinaryWriter bytes = new BinaryWriter(1 << 14);
        bytes.varint(state.getTotalUpdates());
        savePoints(state.getPointStoreState(), bytes);
        for (int i = 0; i < state.getNumberOfTrees(); i++) {
            saveSample(state.getCompactSamplerStates().get(i), bytes);
            saveTree(state.getCompactRandomCutTreeStates().get(i), bytes);
        }
        out.i32(checksum(bytes.view(0))).blob(bytes.view(0));
    }

    /**
     * The forest of a plan; what is the same for all forests of the plan is taken from a fresh one.
     *
     * @throws MalformedBytesException when it is damaged. A checksum tells, because the ties inside a forest are too many to check
     */
    static RandomCutForest load(Forest.Plan plan, int checksum, ByteBuffer bytes) {
        if (checksum(bytes) != checksum) {
            throw new MalformedBytesException("a forest's state is damaged: its checksum is another");
        }
        return read(plan, new BinaryReader(bytes));
    }

    private static RandomCutForest read(Forest.Plan plan, BinaryReader in) {
        RandomCutForestState state = mapper().toState(plan.plant(0));
        state.setTotalUpdates(in.varint());
        loadPoints(state.getPointStoreState(), in);
        for (int i = 0; i < plan.trees(); i++) {
            loadSample(state.getCompactSamplerStates().get(i), in);
            loadTree(state.getCompactRandomCutTreeStates().get(i), in);
        }
        return mapper().toModel(state, new ExecutionContext(), 0);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    private static RandomCutForestMapper mapper() {
        RandomCutForestMapper mapper = new RandomCutForestMapper();
        mapper.setSaveTreeStateEnabled(true);
        return mapper;
    }

    private static void savePoints(PointStoreState points, BinaryWriter out) {
        out.varint(points.getStartOfFreeSegment())
                .varint(points.getCurrentStoreCapacity())
                .varint(points.getIndexCapacity())
                .varint(points.getLastTimeStamp());
        Packed.save(points.getInternalShingle(), out);
        Packed.save(points.getPointData(), out);
        Packed.save(points.getRefCount(), out);
        Packed.save(points.getLocationList(), out);
        Packed.save(points.getDuplicateRefs(), out);
    }

    private static void loadPoints(PointStoreState points, BinaryReader in) {
        points.setStartOfFreeSegment(whole(in));
        points.setCurrentStoreCapacity(whole(in));
        points.setIndexCapacity(whole(in));
        points.setLastTimeStamp(in.varint());
        points.setInternalShingle(Packed.doubles(in));
        points.setPointData(Packed.bytes(in));
        points.setRefCount(Packed.ints(in));
        points.setLocationList(Packed.ints(in));
        points.setDuplicateRefs(Packed.ints(in));
    }

    private static void saveSample(CompactSamplerState sample, BinaryWriter out) {
        out.varint(sample.getSize())
                .varint(sample.getSequenceIndexOfMostRecentTimeDecayUpdate())
                .varint(sample.getMaxSequenceIndex())
                .i64(sample.getRandomSeed());
        Packed.save(sample.getWeight(), out);
        Packed.save(sample.getPointIndex(), out);
    }

    private static void loadSample(CompactSamplerState sample, BinaryReader in) {
        sample.setSize(whole(in));
        sample.setSequenceIndexOfMostRecentTimeDecayUpdate(in.varint());
        sample.setMaxSequenceIndex(in.varint());
        sample.setRandomSeed(in.i64());
        sample.setWeight(Packed.floats(in));
        sample.setPointIndex(Packed.ints(in));
    }

    private static void saveTree(CompactRandomCutTreeState tree, BinaryWriter out) {
        NodeStoreState nodes = tree.getNodeStoreState();
        out.zigzag(tree.getRoot()).i64(tree.getSeed()).varint(nodes.getSize()).flag(nodes.isCanonicalAndNotALeaf());
        if (nodes.isCanonicalAndNotALeaf()) {
            Packed.save(nodes.getLeftIndex(), out);
            Packed.save(nodes.getRightIndex(), out);
            Packed.save(nodes.getCutDimension(), out);
            Packed.save(nodes.getCutValueData(), out);
        }
    }

    private static void loadTree(CompactRandomCutTreeState tree, BinaryReader in) {
        NodeStoreState nodes = tree.getNodeStoreState();
        tree.setRoot((int) in.zigzag());
        tree.setSeed(in.i64());
        nodes.setSize(whole(in));
        nodes.setCanonicalAndNotALeaf(in.flag());
        if (nodes.isCanonicalAndNotALeaf()) {
            nodes.setLeftIndex(Packed.ints(in));
            nodes.setRightIndex(Packed.ints(in));
            nodes.setCutDimension(Packed.ints(in));
            nodes.setCutValueData(Packed.bytes(in));
        }
    }

    private static int whole(BinaryReader in) {
        return Math.toIntExact(in.varint());
    }
}
