package com.versaai.hub.gateway;

import java.util.Optional;

/** Whether the hub takes anything new. Who implements it closes the doors: requests that only read are answered all the same. */
public interface Admission {

    /** Why nothing is taken, in words for the caller; empty while all is well. */
    Optional<String> refusal();
}
