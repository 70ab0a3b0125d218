"""What is remembered between runs: the files of the AWS CLI that we share, and our own."""
