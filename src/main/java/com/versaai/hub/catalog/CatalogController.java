package com.versaai.hub.catalog;

import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The page {@code /catalog} and what it reads. Guarded like Hawtio: see {@code SecurityChains}. */
@Controller
class CatalogController implements WebMvcConfigurer {

    private final HubCatalog catalog;

    CatalogController(HubCatalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping({"/catalog", "/catalog/"})
    String page() {
        return "forward:/catalog/index.html";
    }

    @GetMapping("/catalog/data.json")
    ResponseEntity<Catalog> data() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(catalog.getCatalog());
    }

    @GetMapping("/catalog/flow.svg")
    ResponseEntity<byte[]> picture() {
        return text("image/svg+xml", FlowSvg.of(FlowGraph.of(catalog.getCatalog())));
    }

    @GetMapping("/catalog/flow.mmd")
    ResponseEntity<byte[]> mermaid() {
        return text("text/plain", FlowMermaid.of(FlowGraph.of(catalog.getCatalog())));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/catalog/**").addResourceLocations("classpath:/catalog/");
    }

    /** As bytes: what a client accepts must not turn a picture into 406. */
    private static ResponseEntity<byte[]> text(String type, String text) {
        return ResponseEntity.ok().header("Content-Type", type + ";charset=utf-8").body(text.getBytes(StandardCharsets.UTF_8));
    }
}
