package com.versaai.hub.provider;

/** A provider answered 2xx but refused in the body ({@code ok:false}, row errors), or a call could not be made. */
public final class ProviderException extends RuntimeException {

    private final Fault fault;

    /**
     * @param provider the destination's provider, for the message
     * @param fault    the decoded failure
     */
    public ProviderException(String provider, Fault fault) {
        super(provider + " refused: " + fault.code() + " (" + fault.message() + ")");
        this.fault = fault;
    }

    /** The decoded failure. */
    public Fault fault() {
        return fault;
    }
}
