package io.heliosdb.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of the house that docs/architecture.md states, checked on every class. */
class HouseRulesTest {
    /** Root packages of the bundles, by their folders. */
    private static final Map<String, String> BUNDLES = Map.ofEntries(
            Map.entry("core/spi", "io.heliosdb.spi"),
            Map.entry("core/sql", "io.heliosdb.sql"),
            Map.entry("core/console", "io.heliosdb.console"),
            Map.entry("core/deploy", "io.heliosdb.deploy"),
            Map.entry("core/files", "io.heliosdb.files"),
            Map.entry("core/gateway", "io.heliosdb.gateway"),
            Map.entry("core/identity", "io.heliosdb.identity"),
            Map.entry("core/probes", "io.heliosdb.probes"),
            Map.entry("mysql/auth-caching-sha2", "io.heliosdb.mysql.auth.sha2"),
            Map.entry("mysql/auth-native-password", "io.heliosdb.mysql.auth.nativepassword"),
            Map.entry("mysql/dialect", "io.heliosdb.mysql.dialect"),
            Map.entry("mysql/protocol", "io.heliosdb.mysql.protocol"),
            Map.entry("pg/wire", "io.heliosdb.pg.wire"),
            Map.entry("pg/engine", "io.heliosdb.pg.engine"),
            Map.entry("pg/embedded", "io.heliosdb.pg.embedded"),
            Map.entry("pg/auth-scram", "io.heliosdb.pg.auth.scram"),
            Map.entry("pg/dialect", "io.heliosdb.pg.dialect"),
            Map.entry("pg/protocol", "io.heliosdb.pg.protocol"));

    /** Without the libraries that a bundle carries. */
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(location -> location.contains("/io/heliosdb/"))
            .importPaths(BUNDLES.keySet().stream()
                    .map(folder -> Path.of("../bundles", folder, "target/classes"))
                    .toList());

    @Test
    void everyBundleIsLookedAt() {
        for (String bundle : BUNDLES.values()) {
            assertThat(HOUSE.that(resideInAPackage(bundle + ".."))).as(bundle).isNotEmpty();
        }
    }

    @Test
    void onlyTheGatewayOpensPorts() {
        noClasses()
                .that()
                .resideInAPackage("io.heliosdb..")
                .and()
                .resideOutsideOfPackage("io.heliosdb.gateway..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.netty.bootstrap.ServerBootstrap")
                .check(HOUSE);
    }

    @Test
    void onlyTheEngineClientTalksToTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.heliosdb.pg.engine..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.netty.bootstrap.Bootstrap")
                .check(HOUSE);
    }

    @Test
    void theContractsKnowNobody() {
        noClasses()
                .that()
                .resideInAPackage("io.heliosdb.spi..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.heliosdb..").and(not(resideInAPackage("io.heliosdb.spi.."))))
                .check(HOUSE);
    }

    @Test
    void ecosystemsAndCoreShareTheContractsAlone() {
        for (String ecosystem : List.of("io.heliosdb.pg..", "io.heliosdb.mysql..")) {
            noClasses()
                    .that()
                    .resideInAPackage(ecosystem)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.heliosdb.gateway..", "io.heliosdb.identity..")
                    .check(HOUSE);
            noClasses()
                    .that()
                    .resideInAPackage("io.heliosdb..")
                    .and()
                    .resideOutsideOfPackage(ecosystem)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ecosystem)
                    .check(HOUSE);
        }
    }

    @Test
    void postgresNeedsNoTranslation() {
        noClasses()
                .that()
                .resideInAPackage("io.heliosdb.pg..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.heliosdb.sql..")
                .check(HOUSE);
    }

    @Test
    void whatIsInternalStaysInItsBundle() {
        for (String bundle : BUNDLES.values()) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(bundle + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(bundle + ".internal..")
                    .allowEmptyShould(true)
                    .check(HOUSE);
        }
    }

    @Test
    void noBundlesDependOnEachOtherInACircle() {
        slices().matching("io.heliosdb.pg.(*)..").should().beFreeOfCycles().check(HOUSE);
        slices().matching("io.heliosdb.mysql.(*)..").should().beFreeOfCycles().check(HOUSE);
        slices().matching("io.heliosdb.(*)..").should().beFreeOfCycles().check(HOUSE);
    }
}
