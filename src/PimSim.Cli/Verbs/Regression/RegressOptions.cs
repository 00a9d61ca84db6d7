using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What both verbs of <c>regress</c> can be told.</summary>
internal abstract class RegressOptions : VerbOptions
{
    /// <summary>The suite.</summary>
    public required string Suite { get; set; }

    /// <summary><c>--case</c>: names; none for all.</summary>
    public IReadOnlyList<string> Cases { get; set; } = [];

    /// <summary><c>--threads</c>, or null for one a processor.</summary>
    [Range(1, 1024, ErrorMessage = "--threads must be from 1 to 1024")]
    public int? Threads { get; set; }

    /// <summary>Threads to use.</summary>
    public int ThreadCount => Threads ?? Environment.ProcessorCount;
}
