package io.weir.device;

/** One figure of a window's result, under the name it has in {@code emit}. */
public record Aggregate(String name, double value) {}
