package com.versaai.hub.bench;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What accepting is compared with: reads the body, answers 200. Compiled by bench/run beside the hub and found by its
 * component scan; no part of the hub. As bare as Spring MVC gets: Spring Security's filters pass it by.
 */
@RestController
class BareEndpoint {

    @PostMapping(path = "/bench/bare", produces = MediaType.APPLICATION_JSON_VALUE)
    String bare(@RequestBody byte[] body) {
        return body.length > 0 ? "{\"received\":true}" : "{}";
    }

    @Configuration(proxyBeanMethods = false)
    static class Open {

        @Bean
        WebSecurityCustomizer benchIsOpen() {
            return web -> web.ignoring().requestMatchers(request -> request.getRequestURI().equals("/bench/bare"));
        }
    }
}
