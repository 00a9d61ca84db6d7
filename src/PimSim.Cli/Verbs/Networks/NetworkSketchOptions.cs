using System.ComponentModel.DataAnnotations;
using System.Globalization;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>What <c>network sketch</c> can be told.</summary>
internal sealed class NetworkSketchOptions : VerbOptions, IValidatableObject
{
    /// <summary>Images for <c>--reestimate-norm</c> when <c>--images</c> is not given, or all if there are fewer.</summary>
    public const int DefaultImages = 5000;

    /// <summary>What <c>--method</c> takes, in the order of <see cref="Bnn.SketchMethod"/>.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["direct", "refined"];

    /// <summary>The network or file.</summary>
    public required string Network { get; set; }

    /// <summary><c>--out</c>: the network to write.</summary>
    public required string Target { get; set; }

    /// <summary><c>--bits</c>.</summary>
    public required int Bits { get; set; }

    /// <summary><c>--method</c>, one of <see cref="Methods"/>.</summary>
    public string Method { get; set; } = Methods[1];

    /// <summary><c>--layers</c>: names separated by commas, or null.</summary>
    public string? Layers { get; set; }

    /// <summary><c>--reestimate-norm</c>: a data set whose training images are taken, or null.</summary>
    public string? NormData { get; set; }

    /// <summary><c>--images</c>: how many of them, or null.</summary>
    public int? Images { get; set; }

    /// <summary><c>--device</c>: the device on whose columns the associative way is counted, or null for the default.</summary>
    public string? Device { get; set; }

    /// <summary><c>--set</c>, each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];

    /// <summary><c>--additions</c>: numbers of sums side by side, separated by commas, or null where additions are not timed.</summary>
    public string? Additions { get; set; }

    /// <summary>The numbers of <see cref="Additions"/>; null for what is no number.</summary>
    public IReadOnlyList<int?> SideBySide => [.. Additions?.Split(',').Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? (int?)value : null) ?? []];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Methods.Contains(Method, StringComparer.Ordinal))
        {
            yield return new ValidationResult($"--method '{Method}' is not known; {NearestName.Remedy(Method, [.. Methods])}", [nameof(Method)]);
        }

        if (SideBySide.Any(n => n is null))
        {
            yield return new ValidationResult($"--additions '{Additions}' is no list of numbers; take for example 1,4,8", [nameof(Additions)]);
        }

        if (Images is not null && NormData is null)
        {
            yield return new ValidationResult("--images needs --reestimate-norm DATA", [nameof(Images)]);
        }
    }
}
