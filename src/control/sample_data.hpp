// Data to try things with: a file, the connection to it, a published dashboard and one paused report. Made on
// request, taken away as long as nobody has changed any of it.
#pragma once

#include "control/connections.hpp"
#include "control/dashboards.hpp"
#include "control/files.hpp"
#include "control/reports.hpp"

#include <mutex>
#include <string>
#include <string_view>

namespace presstime::control {

inline constexpr const char* kSampleDashboard = "dash_sample";

struct SampleFiles {
    std::string_view weather_csv;
    std::string_view dashboard_yaml; // over the table "weather"
};

struct SamplePlaces {
    std::string connection;
    std::string dashboard_id;
    std::int64_t report_id = 0;
};

class SampleData {
public:
    // All must outlive this, what `files` shows too.
    SampleData(Environment environment, FilesConfig config, SampleFiles files, Connections& connections,
               Dashboards& dashboards, Reports& reports)
        : environment_(std::move(environment)),
          config_(std::move(config)),
          files_(files),
          connections_(connections),
          dashboards_(dashboards),
          reports_(reports)
    {
    }

    // What of it is there already stays as it is.
    Result<SamplePlaces> make(const Principal& principal);
    // conflict naming what was changed since, or is used by something else.
    Result<> remove(const Principal& principal);

private:
    Result<> write_file(const Principal& principal);
    std::string path_of(const Principal& principal) const;
    Result<std::string> ensure_connection(const Principal& principal);
    Result<std::string> document(const std::string& connection) const;
    Result<> ensure_dashboard(const Principal& principal, const std::string& connection);
    Result<std::vector<Report>> reports_on_it(const Principal& principal);
    Result<std::int64_t> ensure_report(const Principal& principal);

    std::mutex changing_; // each step looks for what is there first, so one caller at a time
    Environment environment_;
    FilesConfig config_;
    SampleFiles files_;
    Connections& connections_;
    Dashboards& dashboards_;
    Reports& reports_;
};

} // namespace presstime::control
