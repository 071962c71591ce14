package io.weir.buffer;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** What time, cards and careless people do to files. */
final class Wounds {
    private final MemoryDisk disk;
    private final SplittableRandom random;

    Wounds(MemoryDisk disk, SplittableRandom random) {
        this.disk = disk;
        this.random = random;
    }

    /** Something happens to one of the files of a folder; says what. */
    String inAnyOf(Path folder) {
        List<Path> files = holdingBlocks(folder);
        if (files.isEmpty()) {
            return "nothing to damage";
        }
        Path file = files.get(random.nextInt(files.size()));
        return switch (random.nextInt(8)) {
            case 0 -> remove(file);
            case 1 -> duplicate(file);
            case 2 -> swap(file, files.get(random.nextInt(files.size())));
            default -> inside(file);
        };
    }

    /** Files that are more than the empty beginning of a segment. */
    List<Path> holdingBlocks(Path folder) {
        return disk.list(folder).stream()
                .filter(file -> disk.usedSectors(file).stream().anyMatch(sector -> sector >= 2048))
                .toList();
    }

    String inside(Path file) {
        return switch (random.nextInt(5)) {
            case 0 -> flip(file);
            case 1 -> zero(file);
            case 2 -> truncate(file);
            case 3 -> overwrite(file);
            default -> breakSector(file);
        };
    }

    private long anySector(Path file) {
        List<Long> used = disk.usedSectors(file);
        return used.isEmpty() ? 0 : used.get(random.nextInt(used.size()));
    }

    String flip(Path file) {
        long at = anySector(file) * Sectors.BYTES + random.nextInt(Sectors.BYTES);
        if (at < disk.length(file)) {
            disk.damage(file, at, new byte[] {(byte) (disk.at(file, at) ^ (1 << random.nextInt(8)))});
        }
        return "bit at " + at + " of " + file;
    }

    String zero(Path file) {
        long sector = anySector(file);
        disk.damage(file, sector * Sectors.BYTES, new byte[Sectors.BYTES]);
        return "zeros in sector " + sector + " of " + file;
    }

    String truncate(Path file) {
        long length = random.nextLong(disk.length(file) + 1);
        disk.truncate(file, length);
        return file + " cut to " + length;
    }

    String overwrite(Path file) {
        byte[] garbage = new byte[1 + random.nextInt(4000)];
        random.nextBytes(garbage);
        long sector = anySector(file);
        disk.damage(file, sector * Sectors.BYTES, garbage);
        return "garbage from sector " + sector + " of " + file;
    }

    String breakSector(Path file) {
        long sector = anySector(file);
        disk.breakSector(file, sector);
        return "sector " + sector + " of " + file + " unreadable";
    }

    String remove(Path file) {
        disk.remove(file);
        return file + " gone";
    }

    String duplicate(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            return "nothing";
        }
        Path copy = SegmentFile.in(parent, 70_000 + random.nextInt(1000));
        disk.copy(file, copy);
        return file + " copied to " + copy;
    }

    String swap(Path one, Path other) {
        disk.swap(one, other);
        return one + " and " + other + " swapped";
    }
}
