package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.stereotype.Controller;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.server.ResponseStatusException;

/**
 * The contract at {@code /openapi.yaml}, and Swagger UI from its webjar, without any foreign host, at {@code /docs}. Open to anyone, so
 * sent without holding a thread, and out of bytes that all who fetch share: Spring's resource handler would do neither.
 */
@Controller
class DocsController {

    private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Set<String> OWN = Set.of("index.html", "hub.js");
    private static final Set<String> OF_WEBJAR = Set.of("swagger-ui-bundle.js", "swagger-ui.css", "favicon-16x16.png", "favicon-32x32.png");

    private record Page(byte[] bytes, String etag) {
    }

    private final Answers answers;
    private final String webjar = "META-INF/resources/webjars/swagger-ui/" + version() + '/';
    private final Map<String, SoftReference<Page>> pages = new ConcurrentHashMap<>();

    DocsController(Answers answers) {
        this.answers = answers;
    }

    @GetMapping("/openapi.yaml")
    void contract(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send("openapi/hub.yaml", MediaType.parseMediaType("application/yaml;charset=utf-8"), request, response);
    }

    @GetMapping({"/", "/docs"})
    String home() {
        return "redirect:/docs/";
    }

    @GetMapping("/docs/")
    void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        file("index.html", request, response);
    }

    @GetMapping("/docs/{file}")
    void file(@PathVariable String file, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!OWN.contains(file) && !OF_WEBJAR.contains(file)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        send((OWN.contains(file) ? "docs/" : webjar) + file, MediaTypeFactory.getMediaType(file).orElse(MediaType.APPLICATION_OCTET_STREAM),
                request, response);
    }

    private void send(String path, MediaType type, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Page page = page(path);
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noCache().getHeaderValue());
        if (!new ServletWebRequest(request, response).checkNotModified(page.etag())) {
            response.setContentType(type.toString());
            answers.write(request, response, page.bytes());
        }
    }

    private Page page(String path) throws IOException {
        SoftReference<Page> kept = pages.get(path);
        Page page = kept == null ? null : kept.get();
        if (page == null) {
            byte[] bytes = new ClassPathResource(path).getContentAsByteArray();
            page = new Page(bytes, '"' + DigestUtils.md5DigestAsHex(bytes) + '"');
            pages.put(path, new SoftReference<>(page));
        }
        return page;
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
