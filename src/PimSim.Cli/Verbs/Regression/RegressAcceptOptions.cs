using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What <c>regress accept</c> can be told.</summary>
internal sealed class RegressAcceptOptions : RegressOptions, IValidatableObject
{
    /// <summary><c>--reason</c>.</summary>
    public required string Reason { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Reason))
        {
            yield return new ValidationResult("--reason is empty: say why the new figures are right", [nameof(Reason)]);
        }
    }
}
