package io.github.pgchime.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DoctorPlatformTest {

    @ParameterizedTest
    @CsvSource({
        "plpgsql, postgres, false, POSTGRESQL",
        "plpgsql, rdsadmin, false, RDS",
        "rds, postgres, false, RDS",
        "rds, rdsadmin, true, AURORA",
        "plpgsql, postgres, true, POSTGRESQL",
        "azure, azuresu, false, AZURE",
        "cloudsql, cloudsqladmin, false, CLOUD_SQL",
        "neon, cloud_admin, false, NEON",
        "supautils, supabase_admin, false, SUPABASE",
        "'', supabase_admin, false, SUPABASE",
        "'', '-', false, POSTGRESQL"
    })
    void platform_settingsAndFirstSuperuser_tellIt(
            String prefix, String superuser, boolean auroraVersion, Platform expected) {
        assertThat(Platform.of(Set.of(prefix), superuser, auroraVersion)).isEqualTo(expected);
    }

    @Test
    void remedy_walLevel_isTheLineOfThePlatform() {
        Map<Platform, String> lines = new EnumMap<>(Platform.class);
        for (Platform platform : Platform.values()) {
            lines.put(platform, new Remedy(platform).walLevel());
            assertThat(platform.label()).isNotBlank();
        }
        assertThat(lines.get(Platform.POSTGRESQL)).startsWith("ALTER SYSTEM SET wal_level = logical;");
        assertThat(lines.get(Platform.SUPABASE)).startsWith("ALTER SYSTEM SET wal_level = logical;");
        assertThat(lines.get(Platform.RDS))
                .startsWith("aws rds modify-db-parameter-group ")
                .contains("ParameterName=rds.logical_replication,ParameterValue='1',ApplyMethod=pending-reboot");
        assertThat(lines.get(Platform.AURORA)).startsWith("aws rds modify-db-cluster-parameter-group ");
        assertThat(lines.get(Platform.AZURE)).contains("wal_level=logical");
        assertThat(lines.get(Platform.CLOUD_SQL)).contains("cloudsql.logical_decoding=on");
        assertThat(lines.get(Platform.NEON)).contains("Logical Replication");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void remedy_anySetting_namesSettingAndValue(Platform platform) {
        Remedy remedy = new Remedy(platform);
        assertThat(remedy.setAndRestart("max_wal_senders", "20"))
                .contains("max_wal_senders")
                .contains("20");
        assertThat(remedy.setAndReload("max_wal_senders", "20"))
                .contains("max_wal_senders")
                .contains("20");
        assertThat(remedy.replication("a \"b\""))
                .isEqualTo(
                        platform == Platform.RDS || platform == Platform.AURORA
                                ? "GRANT rds_replication TO \"a \"\"b\"\"\";"
                                : "ALTER ROLE \"a \"\"b\"\"\" REPLICATION;");
    }
}
