package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.launcher.container.Container;
import io.heliosdb.launcher.container.ContainerConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What the packed bundles say of their configuration, and what a new home says of it. */
class ConfigurationIT {
    @TempDir
    private Path cache;

    @Test
    void aNewHomeExplainsEveryKeyWithItsDefault() throws Exception {
        Map<String, ObjectClassDefinition> described = new TreeMap<>();
        ContainerConfiguration configuration =
                new ContainerConfiguration(Packaged.here().bundles(cache), cache.resolve("framework"), Map.of());
        try (Container container = Container.install(configuration);
                TestHome folder = new TestHome()) {
            BundleContext context = container.context();
            MetaTypeService metatypes = context.getService(context.getServiceReference(MetaTypeService.class));
            for (Bundle bundle : context.getBundles()) {
                MetaTypeInformation information = metatypes.getMetaTypeInformation(bundle);
                if (information != null && bundle.getSymbolicName().startsWith("io.heliosdb.")) {
                    for (String pid : information.getPids()) {
                        described.put(pid, information.getObjectClassDefinition(pid, null));
                    }
                }
            }
            assertThat(described).isNotEmpty();
            folder.home().create();
            for (Map.Entry<String, ObjectClassDefinition> entry : described.entrySet()) {
                Path file = folder.home().etc().resolve(entry.getKey() + ".cfg");
                assertThat(file).exists();
                for (AttributeDefinition attribute :
                        entry.getValue().getAttributeDefinitions(ObjectClassDefinition.ALL)) {
                    String[] preset = attribute.getDefaultValue();
                    String line = "# " + attribute.getID() + " = " + (preset == null ? "" : String.join(",", preset));
                    assertThat(Files.readAllLines(file)).as(file.toString()).contains(line.strip());
                }
            }
        }
    }
}
