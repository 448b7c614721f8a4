package io.heliosdb.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of the house that docs/architecture.md states, checked on every class. */
class HouseRulesTest {
    /** Root packages of the bundles, by their folders. */
    private static final Map<String, String> BUNDLES = Map.of(
            "core/spi", "io.heliosdb.spi",
            "core/gateway", "io.heliosdb.gateway",
            "core/identity", "io.heliosdb.identity",
            "pg/wire", "io.heliosdb.pg.wire",
            "pg/engine", "io.heliosdb.pg.engine",
            "pg/embedded", "io.heliosdb.pg.embedded",
            "pg/auth-scram", "io.heliosdb.pg.auth.scram",
            "pg/dialect", "io.heliosdb.pg.dialect",
            "pg/protocol", "io.heliosdb.pg.protocol");

    private static final JavaClasses HOUSE = new ClassFileImporter()
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
    void coreAndPostgresShareTheContractsAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.heliosdb.pg..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.heliosdb.gateway..", "io.heliosdb.identity..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage("io.heliosdb.gateway..", "io.heliosdb.identity..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.heliosdb.pg..")
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
        slices().matching("io.heliosdb.(*)..").should().beFreeOfCycles().check(HOUSE);
    }
}
