package io.weir.uplink.kafka;

/** A topic's name in which {@code {stream}} and {@code {gateway}} are filled in. */
record Topic(String template, String gatewayId) {

    String of(String stream) {
        return expand(template, stream, gatewayId);
    }

    static String expand(String template, String stream, String gatewayId) {
        return template.replace("{stream}", stream).replace("{gateway}", gatewayId);
    }
}
