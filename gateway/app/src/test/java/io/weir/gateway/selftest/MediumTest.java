package io.weir.gateway.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.gateway.selftest.Finding.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediumTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path root;

    private Medium medium(String directory, String... mounts) throws IOException {
        Path table = Files.createDirectories(root.resolve("proc/self")).resolve("mountinfo");
        Files.write(table, List.of(mounts));
        return Medium.of(Path.of(directory), root);
    }

    private static List<Weight> weights(Medium medium) {
        return medium.findings().stream().map(Finding::weight).toList();
    }

    @Test
    void theMountWithTheLongestPlaceCounts() throws IOException {
        Medium medium = medium(
                "/var/lib/weir/data",
                "20 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw",
                "30 20 8:1 / /var/lib/weir rw - xfs /dev/sda1 rw",
                "31 20 8:2 / /var/lib/weird rw - btrfs /dev/sdb1 rw");

        assertThat(medium.fileSystem()).isEqualTo("xfs");
        assertThat(medium.device()).isEqualTo("/dev/sda1");
        assertThat(medium.findings()).isEmpty();
    }

    @Test
    void memoryIsRefusedAlsoBelowAnOverlay() throws IOException {
        assertThat(weights(medium("/run/x", "20 1 0:5 / /run rw - tmpfs tmpfs rw")))
                .containsExactly(Weight.FATAL);
        Medium overlay = medium(
                "/data",
                "20 1 0:5 / / rw - overlay overlay rw,lowerdir=/a,upperdir=/mem/up,workdir=/mem/work",
                "21 20 0:6 / /mem rw - tmpfs tmpfs rw");
        assertThat(weights(overlay)).containsExactly(Weight.FATAL);
        assertThat(overlay.findings().get(0).text()).contains("nothing here survives a power cut");
    }

    @Test
    void aMountThatDoesNotEmptyTheCacheIsRefused() throws IOException {
        for (String option : List.of("nobarrier", "barrier=0")) {
            Medium medium = medium("/data", "20 1 179:2 / / rw - ext4 /dev/mmcblk0p2 rw," + option);

            assertThat(weights(medium)).containsExactly(Weight.FATAL);
            assertThat(medium.findings().get(0).text()).contains(option);
        }
    }

    @Test
    void whatAnotherProgramAnswersForIsARisk() throws IOException {
        for (String type : List.of("nfs4", "cifs", "fuse.sshfs", "9p", "overlay")) {
            assertThat(weights(medium("/data", "20 1 0:9 / / rw - " + type + " host:/x rw")))
                    .as(type)
                    .containsExactly(Weight.RISK);
        }
        assertThat(weights(medium("/data"))).containsExactly(Weight.RISK);
    }

    @Test
    void theCacheOfTheDiskIsFoundFromItsPartition() throws IOException {
        Path disk = Files.createDirectories(root.resolve("sys/dev/block/disk/queue"));
        Files.writeString(disk.resolve("write_cache"), "write back\n");
        Path partition = Files.createDirectories(root.resolve("sys/dev/block/disk/part"));
        Files.createSymbolicLink(root.resolve("sys/dev/block/179:2"), partition);

        Medium medium = medium("/data", "20 1 179:2 / / rw - ext4 /dev/mmcblk0p2 rw");

        assertThat(medium.writeCache()).isEqualTo("write back");
        assertThat(weights(medium)).containsExactly(Weight.NOTE);
    }
}
