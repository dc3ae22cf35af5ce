// Keeps the library from being empty until its first source.
namespace assay {
extern const int kstatsPlaceholder;
const int kstatsPlaceholder = 0;
}  // namespace assay
