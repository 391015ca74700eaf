package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Spring's firewall, as strict as the default, about header names and values too, without a regular expression for each of them. Where
 * {@link FirstFilter} has found an id in the address, its encoded characters are no reason to refuse; all else is as before.
 */
final class BorderFirewall extends StrictHttpFirewall {

    private final StrictHttpFirewall withId = new StrictHttpFirewall();

    BorderFirewall() {
        set(this);
        set(withId);
        withId.setAllowUrlEncodedSlash(true);
        withId.setAllowUrlEncodedDoubleSlash(true);
        withId.setAllowBackSlash(true);
        withId.setAllowUrlEncodedPercent(true);
        withId.setAllowUrlEncodedPeriod(true);
        withId.setAllowSemicolon(true);
        withId.setAllowUrlEncodedLineSeparator(true);
        withId.setAllowUrlEncodedParagraphSeparator(true);
    }

    private static void set(StrictHttpFirewall firewall) {
        firewall.setAllowedHeaderNames(FirstFilter::printable);
        firewall.setAllowedHeaderValues(FirstFilter::printable);
        // FirstFilter has judged the method; here it would be refused a second time, on the way to the error page.
        firewall.setUnsafeAllowAnyHttpMethod(true);
    }

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        return request.getAttribute(FirstFilter.HOLDS_ID) != null ? withId.getFirewalledRequest(request) : super.getFirewalledRequest(request);
    }
}
