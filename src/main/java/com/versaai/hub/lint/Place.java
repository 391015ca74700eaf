package com.versaai.hub.lint;

/**
 * Where something stands.
 *
 * @param file    as configured, {@code routes/events/UserEvents.java}; null when it is in no file
 * @param line    from 1; null when only the file is known
 * @param routeId of the route it belongs to, or null
 * @param kamelet of the kamelet it belongs to, or null
 */
record Place(String file, Integer line, String routeId, String kamelet) {

    /** Of what is missing everywhere. */
    static final Place NOWHERE = new Place(null, null, null, null);

    static Place in(String file, Integer line) {
        return new Place(file, line, null, null);
    }

    Place ofRoute(String id) {
        return new Place(file, line, id, kamelet);
    }

    Place ofKamelet(String name) {
        return new Place(file, line, routeId, name);
    }

    Place at(int otherLine) {
        return new Place(file, otherLine, routeId, kamelet);
    }
}
