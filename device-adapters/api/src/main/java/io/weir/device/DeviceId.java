package io.weir.device;

/** The name of a device: 1 to 255 characters, no control characters. Equal text is the same device. */
public record DeviceId(String value) {

    public static final int MAX_LENGTH = 255;

    public DeviceId {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a device name has 1 to " + MAX_LENGTH + " characters, this one " + value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw new IllegalArgumentException("a device name must not contain a control character, at " + i);
            }
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
