/**
 * Configuration from afar over MQTT, for one gateway: receive, check, switch, record, report. A document that is wrong changes
 * nothing; one whose parts fail to start is rolled back; what a crash interrupts comes out right at the next start.
 *
 * <p>What is on the disk ({@code DATA_DIR/control}), and what it means at the next start:
 *
 * <pre>
 * mark.json        outcome in it          last-good.json         then
 * ---------------  ---------------------  ---------------------  ----------------------------------------------------------
 * none             -                      none                   never configured from afar: the file alone runs
 * (epoch, rev)     none                   older, or none         stopped before or during the switch: last-good runs; the
 *                                                                broker sends the document again, and it is tried again, at
 *                                                                most three times
 * (epoch, rev)     none                   of (epoch, rev)        stopped between commit and record: it runs, and is recorded
 *                                                                as applied
 * (epoch, rev)     applied                of (epoch, rev)        runs
 * (epoch, rev)     rejected, rolled-back  older, or none         last-good, or the file alone, runs
 * any              any                    unreadable, or does    the file alone runs; reported as rolled-back, with the
 *                                         not fit the file       errors; its document is taken again when it comes again
 * </pre>
 *
 * Where the file has no {@code control} section, all of this is ignored and the file alone runs.
 */
@NullMarked
package io.weir.gateway.remote;

import org.jspecify.annotations.NullMarked;
