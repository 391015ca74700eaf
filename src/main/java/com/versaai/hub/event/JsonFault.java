package com.versaai.hub.event;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;

/** What can be said of JSON that could not be read. Jackson's own message quotes the value, which may be personal data. */
public final class JsonFault {

    private JsonFault() {
    }

    /** Where it goes wrong, without what stands there. */
    public static String where(JacksonException thrown) {
        JsonLocation at = thrown.getLocation();
        return "JSON that does not fit" + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr());
    }
}
