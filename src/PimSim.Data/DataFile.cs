using PimSim.Core;

namespace PimSim.Data;

/// <summary>Loads a data set from one file: NPZ.</summary>
public static class DataFile
{
    /// <summary>
    /// The arrays <c>x_test</c> and <c>y_test</c> (train: <c>x_train</c>, <c>y_train</c>) or <c>test_images</c> and <c>test_labels</c>; <c>x</c> and
    /// <c>y</c> or <c>images</c> and <c>labels</c> are test images.
    /// </summary>
    /// <exception cref="UserErrorException">PIM0305 to PIM0307, PIM0736, PIM0737: the arrays; PIM0021, PIM1001, PIM1004 to PIM1014: the file.</exception>
    public static ImageDataSet Load(string path, DataSplit split) =>
        NpzDataSet.Load(Path.GetFileNameWithoutExtension(path), path, split, takesPlainNames: split == DataSplit.Test);
}
