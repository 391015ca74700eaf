package com.versaai.hub.provider;

/** Reads one provider's failures where {@link GenericFaults} would misread them. Implementations hold no state. */
public interface FaultDecoder {

    /** For providers without a decoder of their own: the error shapes most services share. */
    FaultDecoder GENERIC = new GenericFaults();

    /** The fault in an answer that is known to be a refusal, by its status or its body; never null, whatever the body is. */
    Fault decode(ProviderAnswer answer);

    /**
     * The fault behind an exception of the provider's own client library (a mail client's, say), for calls that are not HTTP.
     *
     * @param thrown looked at without its causes, which are asked about one by one
     * @return null where the exception is none of the library's or says nothing itself
     */
    default Fault decode(Throwable thrown) {
        return null;
    }
}
