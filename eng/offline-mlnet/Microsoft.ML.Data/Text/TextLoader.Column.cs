namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    public sealed class Column
    {
        public string Name;
        public Range[] Source;

        public Column()
        {
        }

        public Column(string name, DataKind dataKind, int index)
            : this(name, dataKind, index, index) => IsVector = false;

        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
        {
            Name = name;
            DataKind = dataKind;
            Source = [new Range(minIndex, maxIndex)];
            IsVector = true;
        }

        public DataKind DataKind { get; set; } = DataKind.Single;

        internal bool IsVector { get; }
    }
}
