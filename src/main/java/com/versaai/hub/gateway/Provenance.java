package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Where a request says that it comes from. A page of another site in somebody's browser can neither choose nor leave away
 * {@code Host}, {@code Origin} and {@code Sec-Fetch-Site}; a name that somebody has pointed at 127.0.0.1 stands in {@code Host}; a
 * proxy or tunnel leaves its own headers. Programs may claim what they like: they need no browser to get here.
 */
public final class Provenance {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]");
    private static final List<String> FORWARDED = List.of("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
            "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-Prefix", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP",
            "X-Original-Host", "CF-Connecting-IP", "True-Client-IP");
    private static final int LONGEST_PORT = 5;

    private final Function<String, List<String>> headers;

    /** @param headers all values of a header by its name, in any case; an empty list where it isn't there */
    public Provenance(Function<String, List<String>> headers) {
        this.headers = headers;
    }

    static Provenance of(HttpServletRequest request) {
        // Most that is asked for isn't there: no list for it, at every request.
        return new Provenance(name -> request.getHeader(name) == null ? List.of() : Collections.list(request.getHeaders(name)));
    }

    /** Whether it is meant for this machine's loopback and came without a proxy. An absolute request target has a name of its own. */
    static boolean namesOwnMachine(HttpServletRequest request) {
        Provenance from = of(request);
        return from.addressedAsLoopback() && isLoopbackName(request.getServerName()) && !from.forwarded();
    }

    /** Whether there is one {@code Host}, and it is a name of this machine's loopback, with any port. */
    public boolean addressedAsLoopback() {
        return LOOPBACK.contains(host());
    }

    /** The name in the one {@code Host}, in small letters and without its port; empty when there is none, several, or nonsense. */
    String host() {
        List<String> hosts = headers.apply("Host");
        return hosts.size() == 1 ? name(hosts.get(0)) : "";
    }

    /** Whether a proxy or tunnel has passed it on. */
    public boolean forwarded() {
        return FORWARDED.stream().anyMatch(name -> !headers.apply(name).isEmpty());
    }

    /** Whether a page wrote it that was not loaded from where the request goes; {@code null}, as of a sandboxed frame or a file, is such a one. */
    public boolean ofAnotherOrigin() {
        List<String> origins = headers.apply("Origin");
        if (origins.isEmpty()) {
            return false;
        }
        List<String> hosts = headers.apply("Host");
        return hosts.size() != 1 || !origins.stream().allMatch(origin -> sameAuthority(origin, hosts.get(0)));
    }

    /** Whether the browser says that another site had a part in it. */
    public boolean ofAnotherSite() {
        return headers.apply("Sec-Fetch-Site").stream().anyMatch(site -> !"same-origin".equals(site) && !"none".equals(site));
    }

    /** Whether a browser sent it for any page at all. */
    boolean ofBrowser() {
        return !headers.apply("Origin").isEmpty() || !headers.apply("Sec-Fetch-Site").isEmpty();
    }

    /** Whether the user goes to a page, by a link for instance, whose content the page before doesn't get to see. */
    boolean opensPage(String method) {
        return ("GET".equals(method) || "HEAD".equals(method)) && List.of("navigate").equals(headers.apply("Sec-Fetch-Mode"))
                && List.of("document").equals(headers.apply("Sec-Fetch-Dest"));
    }

    /** Whether a name, as servlet containers tell it, is one of loopback's. */
    public static boolean isLoopbackName(String server) {
        return server != null && (LOOPBACK.contains(name(server)) || LOOPBACK.contains('[' + server + ']'));
    }

    /** Whether an address is one of loopback's; a name instead of digits is looked up. */
    public static boolean isLoopbackAddress(String address) {
        try {
            return address != null && !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String name(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String name = end > 0 ? authority.substring(0, end) : authority;
        String port = authority.substring(name.length());
        return port.isEmpty() || isPort(port) ? name.toLowerCase(Locale.ROOT) : "";
    }

    private static boolean isPort(String text) {
        return text.length() > 1 && text.length() <= 1 + LONGEST_PORT && text.charAt(0) == ':'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean sameAuthority(String origin, String host) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
