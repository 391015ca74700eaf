package com.versaai.hub.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is packaged has no version of which a hole is known. Needs no network: the list is checked in, Maven has written what is packaged. */
class KnownVulnerableTest {

    /** Written by dependency:list in phase process-test-classes. */
    private static final Path PACKAGED = Path.of("target", "runtime-dependencies.txt");
    private static final Path SANDBOX = Path.of("target", "sandbox-dependencies.txt");

    @Test
    void nothingPackagedIsOnTheList() throws IOException {
        assertThat(PACKAGED).as("written by mvn process-test-classes").exists();
        List<Library> packaged = new ArrayList<>(Library.all(PACKAGED));
        List<Library> sandbox = Library.all(SANDBOX);
        assertThat(sandbox).as("read it right").anyMatch(library -> library.artifact().equals("wiremock-standalone")).doesNotContainAnyElementsOf(packaged);
        packaged.addAll(sandbox);
        assertThat(packaged).as("read it right").hasSizeGreaterThan(200).anyMatch(library -> library.artifact().equals("camel-kafka"))
                .anyMatch(library -> library.artifact().equals("jctools-core"));

        assertThat(KnownVulnerable.read(KnownVulnerable.LIST).among(packaged))
                .as("known holes: take a fixed version (pom.xml), or leave the library out").isEmpty();
    }

    @Test
    void everyEntryCanMatchAndNamesAnAdvisory() throws IOException {
        assertThat(KnownVulnerable.read(KnownVulnerable.LIST).entries()).hasSizeGreaterThan(50).allSatisfy(entry -> {
            assertThat(entry.group()).matches("[\\w.-]+");
            assertThat(entry.artifact()).matches("[\\w.-]+");
            assertThat(entry.versions().hasRestrictions()).isTrue();
            assertThat(entry.advisory()).matches("CVE-\\d{4}-\\d{4,}|GHSA(-[23456789cfghjmpqrvwx]{4}){3}|policy");
            assertThat(entry.what()).isNotBlank();
        }).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"org.apache.logging.log4j, log4j-core, 2.14.1, CVE-2021-44228", "org.apache.logging.log4j, log4j-core, 2.24.3, policy",
        "org.jolokia, jolokia-service-jsr160, 2.2.2, policy", "at.yawk.lz4, lz4-java, 1.10.0, CVE-2025-66566",
        "org.springframework.security, spring-security-web, 6.5.8, CVE-2026-22732", "io.netty, netty-handler, 4.1.134.Final, CVE-2026-45416",
        "org.apache.tomcat.embed, tomcat-embed-core, 10.1.0-M17, CVE-2026-55276", "org.apache.kafka, kafka-clients, 4.1.1, CVE-2026-35554"})
    void findsWhatIsOnIt(String group, String artifact, String version, String advisory) throws IOException {
        assertThat(KnownVulnerable.read(KnownVulnerable.LIST).among(List.of(new Library(group, artifact, version, artifact + ".jar"))))
                .anyMatch(line -> line.contains(advisory) && line.contains(artifact + ":" + version));
    }

    /** 4.1.9 is before 4.1.135, a milestone before its release, and a release no milestone. */
    @Test
    void comparesAsMavenDoes() {
        KnownVulnerable list = KnownVulnerable.of(List.of("# a comment", "", "g | a | [1.0-M1,4.1.135.Final),[5.0,5.1) | policy | x"));
        for (String version : List.of("1.0-M2", "1.0", "4.1.9.Final", "4.1.134.Final", "5.0", "5.0.7")) {
            assertThat(list.among(List.of(new Library("g", "a", version, "a.jar")))).as(version).hasSize(1);
        }
        for (String version : List.of("0.9", "4.1.135.Final", "4.2", "5.1", "5.1.1")) {
            assertThat(list.among(List.of(new Library("g", "a", version, "a.jar")))).as(version).isEmpty();
        }
        assertThat(list.among(List.of(new Library("g", "b", "1.0", "b.jar"), new Library("h", "a", "1.0", "a.jar")))).isEmpty();
    }

    @Test
    void findsALibraryInsideAnother(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("all in one-1.0.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/maven/org.lz4/lz4-java/pom.properties"));
            out.write("groupId=org.lz4\nartifactId=lz4-java\nversion=1.8.0\n".getBytes());
        }
        Path list = Files.writeString(folder.resolve("list.txt"), """

                The following files have been resolved:
                   some.one:all:jar:linux-x86_64:1.0:runtime:%s -- module all (auto)
                """.formatted(jar));

        List<Library> found = Library.all(list);

        assertThat(found).containsExactly(new Library("some.one", "all", "1.0", jar.getFileName().toString()),
                new Library("org.lz4", "lz4-java", "1.8.0", jar.getFileName().toString()));
        assertThat(KnownVulnerable.read(KnownVulnerable.LIST).among(found)).singleElement().asString().contains("org.lz4:lz4-java:1.8.0 in all in one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"a | b | [1,2) | CVE-2020-1234", "a | b | [2,1 | CVE-2020-1234 | what"})
    void refusesALineItCannotRead(String line) {
        assertThatThrownBy(() -> KnownVulnerable.of(List.of(line))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(line);
    }
}
