// The assembler takes the files of examples/ as they are.
#include "app/sample_files.hpp"

extern "C" {
extern const char presstime_weather_csv[];
extern const char presstime_weather_csv_end[];
extern const char presstime_weather_yaml[];
extern const char presstime_weather_yaml_end[];
}

__asm__(".pushsection .rodata\n"
        ".global presstime_weather_csv\n"
        "presstime_weather_csv:\n"
        ".incbin \"" PRESSTIME_EXAMPLES_DIR "/data/weather.csv\"\n"
        ".global presstime_weather_csv_end\n"
        "presstime_weather_csv_end:\n"
        ".global presstime_weather_yaml\n"
        "presstime_weather_yaml:\n"
        ".incbin \"" PRESSTIME_EXAMPLES_DIR "/dashboards/weather.yaml\"\n"
        ".global presstime_weather_yaml_end\n"
        "presstime_weather_yaml_end:\n"
        ".popsection\n");

namespace presstime {

control::SampleFiles sample_files()
{
    return {{presstime_weather_csv, presstime_weather_csv_end},
            {presstime_weather_yaml, presstime_weather_yaml_end}};
}

} // namespace presstime
