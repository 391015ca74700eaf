package com.versaai.hub.provider;

import java.util.Optional;

/** Knows whose failures a destination's are: the one thing that {@link FaultClassifier} asks about connectors. */
@FunctionalInterface
public interface FaultDecoders {

    /** What reads the failures of {@code destination}; empty: the generic reading does. Never throws. */
    Optional<FaultDecoder> of(String destination);
}
