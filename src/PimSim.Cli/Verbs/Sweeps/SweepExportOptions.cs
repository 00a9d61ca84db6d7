using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What <c>sweep export</c> can be told.</summary>
internal sealed class SweepExportOptions : SweepFolderOptions
{
    /// <summary><c>--format</c>.</summary>
    [AllowedValues("parquet", "csv", "json", ErrorMessage = "--format must be parquet, csv or json")]
    public required string Format { get; set; }

    /// <summary><c>--layers</c>.</summary>
    public bool Layers { get; set; }

    /// <summary><c>--out</c>.</summary>
    public required string File { get; set; }
}
