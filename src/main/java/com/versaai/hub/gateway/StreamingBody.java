package com.versaai.hub.gateway;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An answer that is written while it comes to be, such as server-sent events: its writer decides when to flush. No stream, because
 * Camel would read one to its end to cache it.
 */
public interface StreamingBody {

    /**
     * Writes everything, in the thread of the request.
     *
     * @throws IOException when the caller is gone
     */
    void writeTo(OutputStream caller) throws IOException;
}
