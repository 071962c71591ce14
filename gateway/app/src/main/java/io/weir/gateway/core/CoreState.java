package io.weir.gateway.core;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Record;
import io.weir.pipeline.PipelineListener;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import io.weir.pipeline.StepState;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Everything that must survive a crash besides the log's records: the pipelines' open state, which messages were taken,
 * the accounts, the numbers of the streams. Its binary form is a checkpoint:
 *
 * <pre>
 * u8 0x42 | text gateway id | text canonical JSON of "pipelines" | streams | accounts | redelivery | eras | blob state of the pipelines
 * </pre>
 *
 * Owned by the core thread once that runs, by {@link Recovery} before.
 */
final class CoreState implements PipelineListener {

    private static final int FORM = 0x42;
    private static final int WITHOUT_ERAS = 0x41;

    private final StreamTable streams;
    private final Accounts accounts;
    private final Redelivery redelivery;
    private final Eras eras;
    private String gatewayId = "";
    private String pipelinesJson;
    private Pipelines pipelines;
    private PipelineListener outputs = (stream, item) -> {};

    private CoreState(StreamTable streams, Accounts accounts, Redelivery redelivery, Eras eras, String pipelinesJson) {
        this.streams = streams;
        this.accounts = accounts;
        this.redelivery = redelivery;
        this.eras = eras;
        this.pipelinesJson = pipelinesJson;
        this.pipelines = Pipelines.of(List.of(), this);
    }

    static CoreState empty() {
        return new CoreState(new StreamTable(), new Accounts(), new Redelivery(), new Eras(), "{}");
    }

    /** Whose state this is: the id in the configuration that ran last, empty before the first. */
    String gatewayId() {
        return gatewayId;
    }

    void belongsTo(String gateway) {
        gatewayId = gateway;
    }

    StreamTable streams() {
        return streams;
    }

    Accounts accounts() {
        return accounts;
    }

    Redelivery redelivery() {
        return redelivery;
    }

    Eras eras() {
        return eras;
    }

    /** The clock shows something else from here on. */
    void change(EraChange change) {
        eras.change(change);
        pipelines.onClock(change.setByMillis());
    }

    Pipelines pipelines() {
        return pipelines;
    }

    /** The canonical JSON of the section that {@link #pipelines} runs. */
    String pipelinesJson() {
        return pipelinesJson;
    }

    /** Where the pipelines' output goes from now on; nowhere before the first call. */
    void outputsTo(PipelineListener listener) {
        outputs = listener;
    }

    @Override
    public void output(String stream, Record item) {
        outputs.output(stream, item);
    }

    /** Puts other pipelines in place; steps that did not change keep their state. */
    List<StepState> switchTo(List<PipelineSpec> specs, String json) {
        Pipelines.Switched switched = pipelines.switchTo(specs);
        pipelines = switched.pipelines();
        pipelinesJson = json;
        return switched.states();
    }

    byte[] snapshot() {
        BinaryWriter out = new BinaryWriter(64 << 10);
        out.u8(FORM).text(gatewayId).text(pipelinesJson);
        streams.snapshot(out);
        accounts.snapshot(out);
        redelivery.snapshot(out);
        eras.snapshot(out);
        BinaryWriter operators = new BinaryWriter(16 << 10);
        pipelines.snapshot(operators);
        out.blob(operators.view(0));
        return out.toByteArray();
    }

    /**
     * The state that a checkpoint holds.
     *
     * @throws MalformedBytesException when it is none, or of a form that this program does not know
     */
    static CoreState restore(ByteBuffer checkpoint, PipelinesReader reader, List<StepState> steps) {
        return restore(checkpoint, reader, steps, new StreamTable());
    }

    /**
     * As {@link #restore(ByteBuffer, PipelinesReader, List)}, into a table that others hold.
     *
     * @param streams knows no stream that the checkpoint does not
     */
    static CoreState restore(
            ByteBuffer checkpoint, PipelinesReader reader, List<StepState> steps, StreamTable streams) {
        BinaryReader in = new BinaryReader(checkpoint);
        int form = in.u8();
        if (form != FORM && form != WITHOUT_ERAS) {
            throw new MalformedBytesException("unknown form of checkpoint 0x" + Integer.toHexString(form));
        }
        String gatewayId = in.text();
        String json = in.text();
        streams.apply(in);
        Accounts accounts = Accounts.restore(in);
        Redelivery redelivery = Redelivery.restore(in);
        Eras eras = form == FORM ? Eras.restore(in) : new Eras();
        CoreState state = new CoreState(streams, accounts, redelivery, eras, json);
        state.gatewayId = gatewayId;
        state.pipelines = Pipelines.of(reader.read(json), state);
        steps.addAll(state.pipelines.restore(new BinaryReader(in.blob())));
        return state;
    }
}
