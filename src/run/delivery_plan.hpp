// Who gets what of a finished drawing: one delivery per mail recipient and per webhook artifact, with the mail's
// bytes composed and stored before any row promises them.
#pragma once

#include "codec/document.hpp"
#include "model/delivery.hpp"
#include "model/run.hpp"
#include "platform/objects/object_store.hpp"
#include "run/pipeline.hpp"

#include <string>
#include <vector>

namespace presstime::run {

struct RunView {
    const Run& run;
    const codec::Definition& definition;
    const std::vector<Artifact>& artifacts;
    std::string owner_email;  // Reply-To of nothing; shown as whom to ask
};

class DeliveryPlanner {
public:
    DeliveryPlanner(ObjectStore& objects, const PipelineConfig& config) : objects_(objects), config_(config) {}

    // Stores the mail bytes (equal for equal input, so a second composition is harmless) and returns the rows.
    Result<std::vector<Delivery>> plan(const RunView& view, Instant now) const;

private:
    Result<std::string> store_mail(const RunView& view, const std::string& name, const std::vector<std::string>& to,
                                   const std::vector<std::string>& cc, const std::string& message_id) const;

    ObjectStore& objects_;
    const PipelineConfig& config_;
};

}  // namespace presstime::run
