package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.handler.HandlerMappingIntrospector;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Which mapping Spring asks first, and what the filter before security makes of it. */
class BorderMappingTest extends BorderCase {

    @Autowired
    private List<RequestMappingInfoHandlerMapping> mappings;
    @Autowired
    private BorderMapping mapping;
    @Autowired
    private HandlerMappingIntrospector introspector;

    @Test
    void isAskedBeforeThoseThatTryManyPatterns() {
        Comparator<Object> order = AnnotationAwareOrderComparator.INSTANCE;
        assertThat(mappings).as("the actuator's, Camel's and the controllers'").hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(other -> assertThat(order.compare(mapping, other)).isNegative());
    }

    @Test
    void canBeMatched() throws Exception {
        MockHttpServletRequest request = request("POST", "/webhooks/stripe");

        assertThat(mapping.getHandler(request).getHandler()).isInstanceOf(BorderConsumer.class);
        assertThat(introspector.getMatchableHandlerMapping(request)).isNotNull();
        assertThat(mapping.match(request, "/webhooks/{sender}").extractUriTemplateVariables()).containsEntry("sender", "stripe");
        assertThat(mapping.match(request, "/api/**")).isNull();
    }

    @Test
    void leavesTheRestToOthers() throws Exception {
        assertThat(mapping.getHandler(request("GET", "/webhooks/stripe"))).isNull();
        assertThat(mapping.getHandler(request("POST", "/webhooks/things/7"))).isNull();
        assertThat(mapping.getHandler(request("GET", "/actuator/health"))).isNull();
    }

    private static MockHttpServletRequest request(String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        ServletRequestPathUtils.parseAndCache(request);
        return request;
    }
}
