package com.versaai.hub.engine;

/** A port the hub needs is taken by another process, often by a hub that still runs. */
public final class PortInUseException extends RuntimeException {

    private final String property;

    /**
     * @param who      what wanted to listen
     * @param port     the port
     * @param property the setting that moves it
     */
    public PortInUseException(String who, int port, String property) {
        super("Port " + port + ", wanted by the " + who + ", is in use by another process");
        this.property = property;
    }

    /** The setting that moves the listener to another port. */
    public String property() {
        return property;
    }
}
