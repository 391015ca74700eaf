package com.versaai.hub.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The contract at {@code /openapi.yaml}, and Swagger UI from its webjar, without any foreign host, at {@code /docs}. */
@Controller
class DocsController implements WebMvcConfigurer {

    private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

    @GetMapping("/openapi.yaml")
    ResponseEntity<Resource> contract() {
        return ResponseEntity.ok().contentType(MediaType.parseMediaType("application/yaml;charset=utf-8"))
                .cacheControl(CacheControl.noCache()).body(new ClassPathResource("openapi/hub.yaml"));
    }

    @GetMapping({"/", "/docs"})
    String home() {
        return "redirect:/docs/";
    }

    @GetMapping("/docs/")
    String page() {
        return "forward:/docs/index.html";
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // Own page first: the webjar's loads an example contract.
        registry.addResourceHandler("/docs/**")
                .addResourceLocations("classpath:/docs/", "classpath:/META-INF/resources/webjars/swagger-ui/" + version() + "/");
    }

    private static String version() {
        Properties pom = new Properties();
        try (InputStream in = new ClassPathResource(WEBJAR).getInputStream()) {
            pom.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("the swagger-ui webjar is missing on the classpath", e);
        }
        return pom.getProperty("version");
    }
}
