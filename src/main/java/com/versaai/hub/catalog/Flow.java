package com.versaai.hub.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One way through the hub, as the page lists it.
 *
 * @param id    the route it begins with, or {@code bean:} and the bean that does; a link to it holds this
 * @param group of that route
 * @param from  what sets it off
 * @param to    where it leads to in the ordinary course: events, queues, kamelets that call outside
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Flow(String id, String group, String description, List<String> from, List<String> to, boolean off) {
}
