namespace PimSim.Cli;

/// <summary>How the program is called from where the user stands.</summary>
internal static class ProgramName
{
    private const string Name = "pimsim";

    /// <summary><c>pimsim</c> where it is on the PATH, else the path of the running program, so that what is shown can be typed.</summary>
    public static string Typed { get; } = Find(Environment.ProcessPath, Environment.CurrentDirectory, Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>The same for a program at <paramref name="processPath"/>, a current folder and a search path.</summary>
    public static string Find(string? processPath, string folder, string searchPath)
    {
        if (!string.Equals(Path.GetFileNameWithoutExtension(processPath), Name, StringComparison.Ordinal) || IsOn(searchPath))
        {
            return Name;
        }

        string relative = Path.GetRelativePath(folder, processPath!);
        return relative.StartsWith("..", StringComparison.Ordinal) ? processPath! : relative;
    }

    private static bool IsOn(string searchPath) =>
        searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(f => File.Exists(Path.Combine(f, Name)));
}
