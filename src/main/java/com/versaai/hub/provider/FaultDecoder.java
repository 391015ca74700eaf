package com.versaai.hub.provider;

/** Reads one provider's error answers. */
interface FaultDecoder {

    /** The fault in an answer that is known to be a refusal, by its status or its body. */
    Fault decode(ProviderAnswer answer);
}
