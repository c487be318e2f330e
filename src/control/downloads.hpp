// Whole files drawn while somebody waits, without a run: a dashboard as it stands or as it is being written,
// a report that is being written, and a sample in a theme that is being chosen.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "control/pictures.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct DownloadWish {
    PictureWish shown;  // its size is not looked at
    std::string format; // of a renderer
    std::string paper;  // "A4", "Letter", "A3"; empty = A4
    std::string orientation;
    PagesWanted pages = PagesWanted::all;
};

struct ThemeWish {
    std::string page = "light"; // or "dark"
    std::string format = "png"; // or "pdf"
};

class Downloads {
public:
    // `formats` are the names of the renderers; `interactive` and `inspector` must outlive this.
    Downloads(Environment environment, Interactive& interactive, QueryInspector& inspector,
              std::vector<std::string> formats)
        : environment_(std::move(environment)),
          interactive_(interactive),
          inspector_(inspector),
          formats_(std::move(formats))
    {
    }

    // `invalid` with the name of the wish.
    Result<RenderedFile> draw(const Principal& principal, const std::string& dashboard,
                              const DownloadWish& wish);
    // Of a document that is not saved, {"dashboard":{...}}, for those who may edit; checked as saving would.
    // A mistake of it has "dashboard." in front of its path.
    Result<RenderedFile> draw_unsaved(const Principal& principal, std::string_view json,
                                      const DownloadWish& wish);
    // A sample in the theme of `json`, which is not saved; for those who may save it.
    Result<RenderedFile> draw_theme(const Principal& principal, std::string_view json, const ThemeWish& wish);
    // `json` is a report document; it may lack recipients, and its PDF is not encrypted, for it is looked at.
    // The dashboard is the published one, or the draft of one that never was. `format` empty = its first.
    Result<RenderedFile> preview_report(const Principal& principal, std::string_view json,
                                        const std::string& format, PagesWanted pages);

private:
    Result<> check_format(const std::string& format) const;
    Result<PreviewRequest> request_for(const Principal& principal, Dashboard dashboard,
                                       const DownloadWish& wish);

    Environment environment_;
    Interactive& interactive_;
    QueryInspector& inspector_;
    std::vector<std::string> formats_;
};

} // namespace presstime::control
