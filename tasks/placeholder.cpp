// Keeps the library from being empty until its first source.
namespace assay {
extern const int ktasksPlaceholder;
const int ktasksPlaceholder = 0;
}  // namespace assay
