package com.versaai.hub.reload;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.util.ObjectHelper;

/**
 * Where in a YAML text the thing stands that Camel could not make something of. Camel names the thing and not the line.
 *
 * @param says the line as it is written
 */
record YamlPlace(int line, int column, String says) {

    /** Null where it is not found. */
    static YamlPlace of(String text, Throwable thrown) {
        SimpleIllegalSyntaxException simple = ObjectHelper.getException(SimpleIllegalSyntaxException.class, thrown);
        ResolveEndpointFailedException endpoint = ObjectHelper.getException(ResolveEndpointFailedException.class, thrown);
        NoSuchBeanException bean = ObjectHelper.getException(NoSuchBeanException.class, thrown);
        FailedToCreateRouteException route = ObjectHelper.getException(FailedToCreateRouteException.class, thrown);
        int from = route == null || route.getRouteId() == null ? 0 : Math.max(0, text.indexOf(route.getRouteId()));
        List<String> things = Arrays.asList(simple == null ? null : simple.getExpression(), bean == null ? null : bean.getName(),
                endpoint == null ? null : endpoint.getUri(), endpoint == null ? null : endpoint.getUri().replace("://", ":").replaceFirst("\\?.*", ""),
                route == null ? null : route.getRouteId());
        return things.stream().filter(Objects::nonNull).map(thing -> at(text, thing.strip(), from)).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static YamlPlace at(String text, String thing, int from) {
        int found = thing.isEmpty() ? -1 : text.indexOf(thing, from);
        int at = found >= 0 || thing.isEmpty() ? found : text.indexOf(thing);
        if (at < 0) {
            return null;
        }
        int begin = text.lastIndexOf('\n', at - 1) + 1;
        int end = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
        int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        return new YamlPlace(line, at - begin + 1, text.substring(begin, end).strip());
    }
}
