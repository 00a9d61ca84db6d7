using System.ComponentModel.DataAnnotations;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>What <c>train</c> can be told.</summary>
internal sealed class TrainOptions : RunOptions, IValidatableObject
{
    /// <summary>Parameterized weight clipping with the range in units of the weights' magnitude.</summary>
    public const string RelativeClipping = "pwc-relative";

    /// <summary>Parameterized weight clipping with free thresholds.</summary>
    public const string AbsoluteClipping = "pwc-absolute";

    /// <summary>What <c>--method</c> takes.</summary>
    public static IReadOnlyList<string> Methods { get; } = [RelativeClipping, AbsoluteClipping];

    /// <summary><c>--epochs</c>.</summary>
    [Range(1, 100_000, ErrorMessage = "--epochs must be from 1 to 100000")]
    public int Epochs { get; set; }

    /// <summary><c>--method</c>, one of <see cref="Methods"/>.</summary>
    public required string Method { get; set; }

    /// <summary><c>--out</c>: the network file to write, or null.</summary>
    public string? NetworkFile { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Methods.Contains(Method, StringComparer.Ordinal))
        {
            yield return new ValidationResult($"--method '{Method}' is not known; {NearestName.Remedy(Method, [.. Methods])}", [nameof(Method)]);
        }
    }
}
